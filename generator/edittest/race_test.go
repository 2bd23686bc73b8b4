//go:build race

package edittest_test

// slower is by how much less is done under the race detector, which looks at each access to memory.
const slower = 10
