package markdown
import ("testing";"time";"strings";"github.com/alecthomas/chroma/v2/lexers")
func TestLex(t *testing.T){
 h:=newHighlighter()
 pats:=[]string{"\n"," ","(","{","[","<","\"","'","/","/*","a","#","-","\\","a\n","a \n","\t","$","`","%","*","&","=","<a ","a=","{{","1","@","  a: b\n","a,","(a ","\n \n"}
 for _,l:=range lexers.GlobalLexerRegistry.Lexers{
  name:=l.Config().Name
  if len(l.Config().Aliases)>0 {name=l.Config().Aliases[0]}
  for _,p:=range pats{
   code:="x\n"+strings.Repeat(p, 60000/len(p))
   if overCodeLimit([]byte(code))!="" { n:=0; code="x\n"; lim:=1990; for len(code)<60000 && n<lim { code+=p; n+=strings.Count(p,"\n"); if strings.Count(p,"\n")==len(p) && n>195 {break} } ; if overCodeLimit([]byte(code))!="" {continue}}
   var o output
   s:=time.Now(); h.write(&o,name,code)
   if d:=time.Since(s); d>700*time.Millisecond { t.Logf("%s %q %d: %v",name,p,len(code),d) }
  }}
}
