//go:build unix && race

package main

// slack is how many times the limits of a script are taken: the race detector takes ten times the time and memory.
const slack = 10
