attestSearch("shelf",0,0,{"best":"","more":"","at":"","rows":"#"});
