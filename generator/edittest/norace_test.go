//go:build !race

package edittest_test

const slower = 1
