//go:build unix && !race

package main

// slack is how many times the limits of a script are taken.
const slack = 1
