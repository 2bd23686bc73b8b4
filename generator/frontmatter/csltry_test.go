package frontmatter_test
import ("testing";"fmt";"attest/generator/frontmatter";"strings";"time")
func TestCSLTry(t *testing.T){
 for _, s := range []string{`[{"id":"a/B1","type":"article-journal","title":"<i>x</i> &amp;","author":[{"family":"Doe","given":"J"},{"literal":"WHO"}],"issued":{"date-parts":[[2024,5,"1"]]},"URL":"https://x.org","DOI":"https://doi.org/10.1/x","container-title":"J","publisher":"P","language":"en-US","accessed":{"date-parts":[["2024",5]]}}]`,
 `[{"id":"a","title":"x"`, `[{"id":"a","title":"x",}]`, ``, `{}`, `[{"id":"a","title":"\ud800"}]`, `[{"id":"a","id":"b"}]`, `[] x`, `[{"id":"a","title":"x","URL":"javascript:1","issued":{"date-parts":[[2024,13,40]]}},{"id":"a"},3,{"title":"y"}]`, strings.Repeat("[",9000), `[{"id":1,"issued":{"raw":"May 2024"}, "language":"English","title":"a\u0000"}]`, "\ufeff[]", "[{\"id\":\"a\",\"title\":\"x\xff\"}]",
 `{"items":[{"id":"x","title":"t","issued":{"date-parts":[[2020,1],[2020,2]],"circa":true}}]}`, "null", "\"x\"", "nul",
 } { l, d := frontmatter.CSL("f.json", []byte(s)); if len(s)>60 {fmt.Printf("%.60s…\n",s)} else {fmt.Println(s)}; for _,x:=range l { fmt.Printf("   %q %q %v %v %v %v %v %v\n", x.ID, x.Title, x.Authors, x.Published, x.Publisher.ID, x.DOI, x.Accessed, x.Language) }; for _,x:=range d { fmt.Printf("   !! %d-%d %s %s (%s) %v\n", x.At.Start,x.At.End, x.Code,x.Message,x.Hint,x.Related)} }
 var b strings.Builder; b.WriteByte('['); for i:=range 50000 { if i>0 {b.WriteByte(',')}; fmt.Fprintf(&b, `{"id":"k%d","type":"article-journal","title":"Title %d","abstract":%q,"author":[{"family":"Doe","given":"J"}],"issued":{"date-parts":[[2024,5,1]]},"URL":"https://x.org/%d"}`, i,i,strings.Repeat("lorem ipsum ",80),i)}; b.WriteByte(']')
 t0:=time.Now(); l,d:=frontmatter.CSL("f",[]byte(b.String())); fmt.Println(len(l),len(d),b.Len(),time.Since(t0))
}
