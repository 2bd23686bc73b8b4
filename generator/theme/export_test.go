package theme

import "reflect"

// Pages returns an empty view of each page template by its name, and of the card.
func Pages() map[string]any {
	views := pages()
	views["card"] = Card{}
	return views
}

// Sample makes a view of the same type with something in each field for which set says so.
func Sample(view any, set func(field string) bool) any { return sample(reflect.TypeOf(view), set) }
