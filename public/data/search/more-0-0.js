attestSearch("more",0,0,"");
