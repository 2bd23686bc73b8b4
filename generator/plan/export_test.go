package plan

// TextFragment and Fold are what they are within the package.
var (
	TextFragment = textFragment
	Fold         = fold
	WaysFrom     = waysFrom
)
