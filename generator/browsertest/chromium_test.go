package browsertest_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long one test may use the browser, and soon how long a page may take to answer a reader, on a busy machine.
const (
	patience = time.Minute
	soon     = 5 * time.Second
)

// browsers are the names of Chromium, in the order in which they are looked for.
var browsers = []string{"chromium", "chromium-browser", "google-chrome"}

var (
	chromiumMutex sync.Mutex
	chromiumStop  []func() // what ends the browser and frees what it held
)

// program is the path of Chromium; empty where there is none.
func program() string {
	for _, name := range browsers {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// chromium starts the one browser of all tests. The context is nil where there is none.
var chromium = sync.OnceValues(func() (context.Context, error) {
	program := program()
	if program == "" {
		return nil, nil
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program), chromedp.UserDataDir(filepath.Join(scratch, "profile")), chromedp.WindowSize(wide, 900), chromedp.WSURLReadTimeout(patience),
		chromedp.Headless, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.NoSandbox, chromedp.DisableGPU,
	}
	for _, flag := range []string{
		"disable-background-networking", "disable-component-update", "disable-sync", "disable-default-apps", "disable-extensions", "disable-dev-shm-usage",
		"disable-backgrounding-occluded-windows", "disable-renderer-backgrounding", "disable-background-timer-throttling", "disable-breakpad", "hide-scrollbars",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	// No process is kept for a page that may come, or for one that was left: to start them is what costs most here.
	options = append(options, chromedp.Flag("disable-features", "SpareRendererForSitePerProcess,BackForwardCache"))
	// Nothing outside this machine can be reached, whatever a page or the browser itself may ask for.
	options = append(options, chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"))
	allocator, freed := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closed := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	chromiumMutex.Lock()
	chromiumStop = append(chromiumStop, closed, freed)
	chromiumMutex.Unlock()
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return ctx, nil
})

// stopChromium ends the browser, if it was started.
func stopChromium() {
	chromiumMutex.Lock()
	defer chromiumMutex.Unlock()
	for _, stop := range chromiumStop {
		stop()
	}
}

// remove deletes a folder. A browser's last processes may still write into its profile, so it is tried again for a while.
func remove(dir string) {
	for range 50 {
		if os.RemoveAll(dir) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

var warnOnce sync.Once

// needChromium returns the browser. Without one the test is skipped, loudly, or fails where REQUIRE_BROWSER=1.
func needChromium(t *testing.T) context.Context {
	t.Helper()
	ctx, err := chromium()
	switch {
	case err != nil:
		t.Fatal(err)
	case ctx == nil && os.Getenv("REQUIRE_BROWSER") == "1":
		t.Fatalf("REQUIRE_BROWSER=1, but there is none of %s in PATH", strings.Join(browsers, ", "))
	case ctx == nil:
		warnOnce.Do(func() {
			fmt.Fprintf(os.Stderr, "\n*** NO BROWSER: none of %s is in PATH. NOTHING IS TESTED IN A BROWSER. ***\n\n", strings.Join(browsers, ", "))
		})
		t.Skip("no browser")
	}
	return ctx
}
