package content

import "attest/generator/markdown"

// The prose of a document as package markdown hands it out, under the names by which those above it know it: they work with
// documents and need not know how Markdown is read.
type (
	Body     = markdown.Body
	Ref      = markdown.Ref
	HoleKind = markdown.HoleKind
)

// The kinds of references and of holes that a body has.
const (
	RefClaim  = markdown.RefClaim
	RefObject = markdown.RefObject
	RefSource = markdown.RefSource
	RefActor  = markdown.RefActor
	RefFile   = markdown.RefFile
	RefImage  = markdown.RefImage

	HoleHref       = markdown.Href
	HoleNameLink   = markdown.NameLink
	HoleClaimStart = markdown.ClaimStart
	HoleClaimEnd   = markdown.ClaimEnd
	HoleCitation   = markdown.Citation
	HoleCards      = markdown.Cards
)
