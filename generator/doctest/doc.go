// Package doctest holds the documentation to the program: its tests read README.md, ARCHITECTURE.md and docs/, run the examples that
// stand there, and compare the tables with the code's own. It has no code but tests.
//
// Parts that follow from the code are written by the tests themselves: go test ./generator/doctest -update.
package doctest
