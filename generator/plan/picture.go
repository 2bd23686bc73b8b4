package plan

import (
	"image"
	_ "image/gif"  // for its size
	_ "image/jpeg" // for its size
	_ "image/png"  // for its size

	_ "golang.org/x/image/webp" // for its size

	"attest/generator/brief"
	"attest/generator/site"
	"attest/generator/theme"
)

// picture shows an object's image, which is published at an address; an empty one is no picture.
func (pg page) picture(of *brief.Image, picture site.Picture) theme.Image {
	if picture.Address == "" {
		return theme.Image{}
	}
	view := theme.Image{Src: site.Relative(pg.address, picture.Address), Alt: of.Alt, Caption: of.Caption, Credit: of.Credit}
	view.Width, view.Height = pg.size(picture.Address)
	if picture.Source != nil {
		view.Source = pg.to(picture.Source)
	}
	return view
}

// size returns the width and height of a picture in pixels, by its address; zeros where it is not known, as of a drawing.
func (pg page) size(address string) (width, height int) {
	if address == "" {
		return 0, 0
	}
	pg.read.NeedFile(site.FileName(address))
	f, err := pg.fsys.Open(site.FileName(address))
	if err != nil {
		return 0, 0 // the file itself is copied later, where this is an error
	}
	defer f.Close()
	config, _, err := image.DecodeConfig(f)
	if err != nil {
		return 0, 0
	}
	return config.Width, config.Height
}
