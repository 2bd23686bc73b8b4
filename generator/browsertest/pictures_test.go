package browsertest_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// withPictures are pages with pictures of events and of connections, in every form.
var withPictures = []struct {
	site func() (*built, error)
	file string
}{
	{sampleHosted, "timeline.html"},
	{sampleHosted, "briefings/losses.html"},
	{sampleHosted, "actors/nis.html"},
	{sampleHosted, "actors/dprk.html"},
	{syntheticHosted, "timeline.html"},
	{syntheticHosted, "timeline/2020.html"},
	{syntheticHosted, "timeline/-44.html"},
	{syntheticHosted, "actors/배우-1.html"},
	{syntheticHosted, "briefings/отчёт-3.html"},
}

// crowded are labels that are seen and lie on each other, or reach out of the window.
const crowded = `(() => {
  const found = [];
  document.querySelectorAll(".overview").forEach(f => {
    const boxes = measure.all("text", f).filter(e => e.checkVisibility() && e.textContent !== "?").map(e => [e.textContent, e.getBoundingClientRect()]);
    boxes.forEach(([a, p], i) => {
      if (p.left < 0 || p.right > innerWidth) found.push(a + " reaches out of the window");
      boxes.slice(i + 1).forEach(([b, q]) => { if (p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom) found.push(a + " lies on " + b); });
    });
    if (!boxes.length) found.push("no label is seen");
    if (f.querySelector("svg").getBoundingClientRect().right > innerWidth) found.push("the picture is wider than the window");
  });
  return found;
})()`

// uneven are the distances of the middle of each row of a network from where its lines end, which are even.
const uneven = `measure.all(".net").flatMap(net => {
  const rows = measure.all("li", net), h = net.getBoundingClientRect();
  return rows.map((r, i) => { const b = r.getBoundingClientRect(); return Math.abs((b.top + b.bottom) / 2 - h.top - h.height * (i + .5) / rows.length); }).filter(d => d > 1);
})`

func TestPicturesFitEveryWindow(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, p := range withPictures {
		t.Run(p.file, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, wide)
			b.look(must(t, p.site).ways(t)[0].on(p.file))
			for _, width := range []int64{320, narrow, 700, 959, 960, wide, 2560} {
				b.do(chromedp.EmulateViewport(width, 900))
				b.settle()
				for _, line := range eval[[]string](b, crowded+`.concat(measure.sideways())`) {
					t.Errorf("at %d: %s", width, line)
				}
				if off := eval[[]float64](b, uneven); len(off) > 0 {
					t.Errorf("at %d: rows lie beside where their lines end, by %v", width, off)
				}
			}
			b.quiet()
		})
	}
}

// TestAPictureIsReadByKeyboard goes from the way past a picture to its marks, of which each says what it is and leads to its entry.
func TestAPictureIsReadByKeyboard(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, file := range []string{"timeline.html", "actors/nis.html"} {
		b := newTab(t, wide)
		b.look(must(t, sampleHosted).ways(t)[0].on(file))
		b.run(`{ const p = document.querySelector(".past"); p.focus(); p.scrollIntoView({block: "center"}) }`)
		if !eval[bool](b, `measure.seen(document.activeElement) && document.activeElement.matches(".past")`) {
			t.Errorf("%s: the way past the picture is not seen when the keyboard is on it", file)
		}
		mark := b.tabTo()
		if mark.Name != "a" && !eval[bool](b, `document.activeElement.matches(".overview a.mark")`) || !mark.Ring || !mark.Inside {
			t.Errorf("%s: after the way past the picture comes %+v, not a mark that is seen", file, mark)
		}
		b.eventually(file+": what the keyboard is on is told", `document.querySelector(".preview .row-title")`)
		title := eval[string](b, `document.querySelector(".preview .row-title").textContent`)
		b.do(chromedp.KeyEvent(kb.Enter))
		b.eventually(file+": the mark leads to its entry", fmt.Sprintf(`location.hash && document.querySelector(":target .row-title").textContent === %s`, quoted(title)))
		b.run(`document.querySelector(".past").focus()`)
		b.do(chromedp.KeyEvent(kb.Enter))
		b.tabTo()
		if eval[bool](b, `!!document.activeElement.closest(".overview")`) {
			t.Errorf("%s: the way past the picture does not lead past it", file)
		}
		b.quiet()
	}
}

// TestAFilterLeavesItsMarks sets a filter where the timeline is one page: the marks of the entries that are left stay, and the others grow
// faint. Where years are pages, the numbers of all events are not shown beside a filtered list.
func TestAFilterLeavesItsMarks(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, w := range must(t, sampleHosted).ways(t) {
		b := newTab(t, wide)
		b.look(w.on("timeline.html"))
		all := eval[int](b, `document.querySelectorAll(".overview .mark").length`)
		b.set("standing", "contested")
		const left, faint = `document.querySelectorAll(".overview .mark:not(.off)").length`, `document.querySelectorAll(".overview .mark.off").length`
		b.eventually(w.name+": as many marks as entries are left", fmt.Sprintf(`%[1]s > 0 && %[1]s === %[2]s && %[1]s + %[3]s === %[4]d`, left, rows, faint, all))
		b.do(chromedp.Click(chromedp.CSS("form.filter [type=reset]")))
		b.eventually(w.name+": all marks are back", faint+` === 0`)
		b.quiet()
	}
	b := newTab(t, wide)
	b.look(must(t, syntheticHosted).ways(t)[0].on("timeline.html"))
	b.set("standing", "contested")
	b.eventually("the numbers of all events are hidden", `!document.querySelector(".overview").checkVisibility()`)
}

// TestAnActorLeadsToItsEventsAmongAll follows the link below an actor's timeline, also for one that the filter's list does not offer.
func TestAnActorLeadsToItsEventsAmongAll(t *testing.T) {
	t.Parallel()
	needChromium(t)
	for _, w := range must(t, sampleHosted).ways(t) {
		b := newTab(t, wide)
		b.look(w.on("actors/nis.html"))
		events := eval[int](b, `document.querySelectorAll(".event-row").length`)
		b.run(`document.querySelector("#timeline").closest("section").querySelector(".more a").click()`)
		b.eventually(w.name+": its events are left", fmt.Sprintf(`document.body.matches(".page-timeline") && %s === %d`, rows, events))
		b.goTo("about:blank")
		b.look(w.on("timeline.html?actor=nobody-knows"))
		b.eventually(w.name+": an actor that is not offered is asked for too", rows+` === 0 && document.querySelector("form.filter").elements.actor.value === "nobody-knows"`)
	}
}
