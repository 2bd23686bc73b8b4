package theme

import "reflect"

// Pages returns an empty view of each page template by its name.
func Pages() map[string]any { return pages() }

// Fragments returns an empty view of each partial that is rendered by itself, by its name.
func Fragments() map[string]any { return fragments() }

// Sample makes a view of the same type with something in each field for which set says so.
func Sample(view any, set func(field string) bool) any { return sample(reflect.TypeOf(view), set) }
