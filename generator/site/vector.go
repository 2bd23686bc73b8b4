package site

import "iter"

// block is how many values of a vector lie together: a change copies that many.
const block = 256

// vector maps numbers to values. Versions of a vector share all blocks in which they are the same. The zero value is empty: each number has the
// zero value.
type vector[V any] struct{ blocks []*[block]V }

func (v vector[V]) at(i int32) (value V) {
	if b := int(i) / block; i >= 0 && b < len(v.blocks) && v.blocks[b] != nil {
		return v.blocks[b][i%block]
	}
	return value
}

// all yields every value that was set, and zero values between them.
func (v vector[V]) all() iter.Seq[*V] {
	return func(yield func(*V) bool) {
		for _, block := range v.blocks {
			for i := 0; block != nil && i < len(block); i++ {
				if !yield(&block[i]) {
					return
				}
			}
		}
	}
}

// changed yields the numbers of which the value may be another than before: those of blocks that the versions do not share.
func (v vector[V]) changed(before vector[V]) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for b := range v.blocks {
			if b < len(before.blocks) && v.blocks[b] == before.blocks[b] {
				continue
			}
			for i := range int32(block) {
				if !yield(int32(b)*block + i) { //nolint:gosec // numbers are int32
					return
				}
			}
		}
	}
}

// vectorEditor makes the next version of a vector; the one before stays as it is.
type vectorEditor[V any] struct {
	vector[V]
	own []bool // blocks that no other version has
}

// editVector begins the next version of a vector.
func editVector[V any](v vector[V]) *vectorEditor[V] {
	return &vectorEditor[V]{vector[V]{append([]*[block]V(nil), v.blocks...)}, make([]bool, len(v.blocks))}
}

// reach makes room for all numbers below n.
func (e *vectorEditor[V]) reach(n int32) {
	for len(e.blocks)*block < int(n) {
		e.blocks, e.own = append(e.blocks, nil), append(e.own, false)
	}
}

func (e *vectorEditor[V]) set(i int32, v V) { *e.open(i) = v }

// open returns the place of a value, to be changed.
func (e *vectorEditor[V]) open(i int32) *V {
	e.reach(i + 1)
	b := int(i) / block
	if !e.own[b] {
		e.own[b] = true
		next := new([block]V)
		if e.blocks[b] != nil {
			*next = *e.blocks[b]
		}
		e.blocks[b] = next
	}
	return &e.blocks[b][i%block]
}
