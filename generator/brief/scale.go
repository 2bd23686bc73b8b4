package brief

import (
	"fmt"
	"slices"
	"strconv"
)

// Scale is a scale of likelihood. None is converted into another.
type Scale struct {
	ID, Title string
	Bands     []Band
}

// Band is a term of a scale in all its wordings and the per cents it stands for.
type Band struct {
	Words             []string
	Low, High         float64 // per cent
	OpenLow, OpenHigh bool    // that end is not included
}

// Percent returns the band as readers write it, such as "55–80 %".
func (b Band) Percent() string {
	low, high := strconv.FormatFloat(b.Low, 'f', -1, 64), strconv.FormatFloat(b.High, 'f', -1, 64)
	if b.OpenLow && b.Low == 0 || b.OpenLow && b.Low == 50 {
		low = ">" + low
	}
	if b.OpenHigh && (b.High == 100 || b.High == 50) {
		high = "<" + high
	}
	return fmt.Sprintf("%s–%s %%", low, high)
}

// Holds reports whether a probability of 0 to 1 lies in the band.
func (b Band) Holds(p float64) bool {
	// A probability is written as a decimal, so the per cent is rounded to what can have been written.
	percent, _ := strconv.ParseFloat(strconv.FormatFloat(p*100, 'f', 9, 64), 64)
	above := percent > b.Low || percent == b.Low && !b.OpenLow
	below := percent < b.High || percent == b.High && !b.OpenHigh
	return above && below
}

// Band returns the band of a term; ok is false where the scale has no such term.
func (s Scale) Band(term string) (band Band, ok bool) {
	for _, b := range s.Bands {
		if slices.Contains(b.Words, term) {
			return b, true
		}
	}
	return Band{}, false
}

// Terms returns every wording of the scale, from the least likely.
func (s Scale) Terms() []string {
	var words []string
	for _, b := range s.Bands {
		words = append(words, b.Words...)
	}
	return words
}

// DefaultScale is the scale where none is named.
const DefaultScale = "icd203"

// ScaleIDs returns the ids of all scales.
func ScaleIDs() []string {
	var ids []string
	for _, s := range Scales() {
		ids = append(ids, s.ID)
	}
	return ids
}

// Scales returns all scales. In icd203 the bands are half-open, the last closed; in phia the gaps between them are deliberate; in
// ipcc they are closed and lie within each other.
func Scales() []Scale {
	return []Scale{
		{"icd203", "ICD 203 (US intelligence community)", []Band{
			{Words: []string{"almost no chance", "remote"}, Low: 1, High: 5, OpenHigh: true},
			{Words: []string{"very unlikely", "highly improbable"}, Low: 5, High: 20, OpenHigh: true},
			{Words: []string{"unlikely", "improbable"}, Low: 20, High: 45, OpenHigh: true},
			{Words: []string{"roughly even chance", "roughly even odds"}, Low: 45, High: 55, OpenHigh: true},
			{Words: []string{"likely", "probable"}, Low: 55, High: 80, OpenHigh: true},
			{Words: []string{"very likely", "highly probable"}, Low: 80, High: 95, OpenHigh: true},
			{Words: []string{"almost certain", "nearly certain"}, Low: 95, High: 99},
		}},
		{"phia", "PHIA probability yardstick (UK, 2025)", []Band{
			{Words: []string{"remote chance"}, Low: 0, High: 5, OpenLow: true},
			{Words: []string{"highly unlikely"}, Low: 10, High: 20},
			{Words: []string{"unlikely"}, Low: 25, High: 35},
			{Words: []string{"realistic possibility"}, Low: 40, High: 50, OpenHigh: true},
			{Words: []string{"likely", "probable"}, Low: 55, High: 75},
			{Words: []string{"highly likely"}, Low: 80, High: 90},
			{Words: []string{"almost certain"}, Low: 95, High: 100, OpenHigh: true},
		}},
		{"ipcc", "IPCC calibrated language (AR6)", []Band{
			{Words: []string{"exceptionally unlikely"}, Low: 0, High: 1},
			{Words: []string{"extremely unlikely"}, Low: 0, High: 5},
			{Words: []string{"very unlikely"}, Low: 0, High: 10},
			{Words: []string{"unlikely"}, Low: 0, High: 33},
			{Words: []string{"about as likely as not"}, Low: 33, High: 66},
			{Words: []string{"more likely than not"}, Low: 50, High: 100, OpenLow: true},
			{Words: []string{"likely"}, Low: 66, High: 100},
			{Words: []string{"very likely"}, Low: 90, High: 100},
			{Words: []string{"extremely likely"}, Low: 95, High: 100},
			{Words: []string{"virtually certain"}, Low: 99, High: 100},
		}},
	}
}
