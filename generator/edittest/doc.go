// Package edittest holds one property and no code of its own: whatever is edited, a site that is kept in memory or built again over what
// an earlier build has left equals, byte for byte, one that is built from nothing.
//
// A site rich in what makes pages depend on each other is made from a seed, and edited at random by a table of named edits, faults and
// their mending among them. What the flags -seed and -edits are for is said at the test.
package edittest
