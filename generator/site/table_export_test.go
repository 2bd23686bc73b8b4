package site

// Table is a table of numbers, for tests.
type Table struct{ t table[int] }

// Edit returns the next version of a table.
func (t Table) Edit(do func(set func(id string, v int), remove func(id string))) Table {
	e := edit(t.t, 0)
	do(e.set, e.delete)
	return Table{e.table}
}

// All returns what the table holds, found by its keys and one by one.
func (t Table) All() map[string]int {
	all := make(map[string]int)
	for _, id := range t.t.keys() {
		all[id], _ = t.t.get(id)
	}
	return all
}

// Get returns a value.
func (t Table) Get(id string) (int, bool) { return t.t.get(id) }

// Len returns how many values there are.
func (t Table) Len() int { return t.t.len() }
