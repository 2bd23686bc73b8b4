package browsertest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The widths at which a reader is looked at.
const (
	wide   = 1280
	narrow = 360
)

// tab is a tab that hears whatever goes wrong in it.
type tab struct {
	t   *testing.T
	ctx context.Context // ends with the test

	mu      sync.Mutex
	heard   []string
	within  []string // what every request must begin with; empty for anything
	landed  string   // the address that may answer 404
	pending map[network.RequestID]string
}

// idle are tabs that wait for another test. To open one costs more than most tests do.
var idle = make(chan *idleTab, 8)

type idleTab struct {
	*tab
	target context.Context // ends with the browser
}

// newTab gives a tab with nothing in it, of a profile that no other test has while it runs. What a test sets but the width of the
// window, the colours and whether scripts run, it has to undo.
func newTab(t *testing.T, width int64) *tab {
	t.Helper()
	browser := needChromium(t)
	var b *idleTab
	select {
	case b = <-idle:
	default:
		var err error
		if b, err = openTab(browser); err != nil {
			t.Fatalf("open a tab: %v", err)
		}
	}
	ctx, late := context.WithTimeout(b.target, patience)
	b.t, b.ctx = t, ctx
	t.Cleanup(func() {
		late()
		if ctx, late = context.WithTimeout(b.target, patience); chromedp.Do(ctx, chromedp.Navigate("about:blank")) == nil {
			b.forget()
			select {
			case idle <- b:
			default:
			}
		}
		late()
	})
	b.do(chromedp.EmulateViewport(width, 900))
	b.scripts(true)
	b.colours("light")
	return b.tab
}

// listen is how a page itself hears of each violation of its policy, with the directive that was offended.
const listen = `window.violations = []; addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective + " " + (e.blockedURI || e.sample)), true)`

func openTab(browser context.Context) (*idleTab, error) {
	ctx, closed := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	chromiumMutex.Lock()
	chromiumStop = slices.Insert(chromiumStop, 0, func() { closed() })
	chromiumMutex.Unlock()
	b := &idleTab{&tab{pending: make(map[network.RequestID]string)}, ctx}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		return nil, err
	}
	return b, chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, networkErr := cdp.Call(ctx, target, network.Enable, network.EnableParams{})
		_, logErr := cdp.Call(ctx, target, cdplog.Enable, cdp.Empty{})
		_, auditsErr := cdp.Call(ctx, target, audits.Enable, cdp.Empty{})
		_, focusErr := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		_, listenErr := cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: listen})
		return errors.Join(networkErr, logErr, auditsErr, focusErr, listenErr)
	}))
}

func (b *tab) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heard, b.within, b.landed = nil, nil, ""
	clear(b.pending)
}

// expect says which requests may be made, and which address may answer that there is no such page.
func (b *tab) expect(within, landed string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.within, b.landed = []string{within, "about:blank", "data:"}, landed // data: is of the browser's own controls; pages' policy forbids it
}

// scripts says whether the pages' scripts run.
func (b *tab) scripts(on bool) {
	b.t.Helper()
	b.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}))
}

// colours says what the reader's system asks for: light or dark.
func (b *tab) colours(scheme string) {
	b.t.Helper()
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}))
}

// call is a command of the protocol as a step.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

// do runs steps; a fault ends the test.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatalf("in the browser: %v", err)
	}
}

// evaluate returns the value of an expression; a promise is waited for.
func evaluate[T any](b *tab, expression string) (v T, err error) {
	data, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(data, &v)
}

// eval is evaluate; a fault ends the test.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := evaluate[T](b, expression)
	if err != nil {
		b.t.Fatalf("in the browser, %s: %v", clip(expression), err)
	}
	return v
}

// run evaluates an expression for what it does.
func (b *tab) run(expression string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](expression, chromedp.EvalAwaitPromise)); err != nil {
		b.t.Fatalf("in the browser, %s: %v", clip(expression), err)
	}
}

// eventually waits until an expression is true. One that cannot be evaluated is not, as the page may just be left for another.
func (b *tab) eventually(what, expression string) bool {
	b.t.Helper()
	const pause = 30 * time.Millisecond
	for range soon / pause {
		if holds, err := evaluate[bool](b, "!!("+expression+")"); err == nil && holds {
			return true
		}
		time.Sleep(pause)
	}
	b.t.Errorf("%s: not within %v", what, soon)
	return false
}

func clip(s string) string {
	const long = 120
	if len(s) > long {
		return s[:long] + "…"
	}
	return s
}

// goTo opens an address and waits until the page is painted with its fonts.
func (b *tab) goTo(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
	b.settle()
}

func (b *tab) settle() {
	b.t.Helper()
	b.run(`document.fonts.ready.then(() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(0)))))`)
}

// hear notes what goes wrong. It is called for each event and must not call the browser.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	say := func(format string, args ...any) { b.heard = append(b.heard, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.pending[e.RequestID] = e.Request.URL
		if len(b.within) > 0 && !slices.ContainsFunc(b.within, func(prefix string) bool { return strings.HasPrefix(e.Request.URL, prefix) }) {
			say("a request leaves the site: %s", e.Request.URL)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= http.StatusBadRequest && e.Response.URL != b.landed {
			say("status %d: %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		// A redirect leaves its page while that page's icon may still be on its way.
		if !e.Canceled {
			say("failed to load %s: %s %s", b.pending[e.RequestID], e.ErrorText, e.BlockedReason)
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.URL != b.landed || !strings.Contains(e.Entry.Text, "404") {
			say("log, %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, arg := range e.Args {
			words = append(words, string(arg.Value)+arg.Description)
		}
		say("console.%s: %s", e.Type, strings.Join(words, " "))
	case *runtime.EventExceptionThrown:
		say("uncaught: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	case *audits.EventIssueAdded:
		details, err := json.Marshal(e.Issue.Details)
		say("issue: %s %s %v", e.Issue.Code, details, err)
	}
}

// wrongs are what was heard so far, and the violations of the policy on the page that is open.
func (b *tab) wrongs() []string {
	b.t.Helper()
	var lines []string
	for _, v := range eval[[]string](b, `window.violations || []`) {
		lines = append(lines, "the policy was violated: "+v)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	lines = append(lines, slices.Compact(b.heard)...)
	b.heard = nil
	return lines
}

// quiet fails for all that went wrong.
func (b *tab) quiet() {
	b.t.Helper()
	for _, line := range b.wrongs() {
		b.t.Error(line)
	}
}
