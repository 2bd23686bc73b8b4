attestSearch("shelf",0,0,{"best":" gaz remarks","more":"","at":"","rows":"#MOM=EEHIHH"});
