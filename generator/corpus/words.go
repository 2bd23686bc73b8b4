package corpus

import (
	"fmt"
	"strings"
)

// nouns are what sentences and titles are made of. None is a word of a scale or a level, which rules look for.
var nouns = strings.Fields(`
admiral airstrip allotment ambassador anchorage appeal archive armistice arsenal assembly atoll auction bailiff ballast barge barracks basin
battalion beacon berth blockade boundary breakwater brigade budget buoy bureau cabinet canal canton cargo causeway ceasefire census channel
charter cistern citadel clinic coalition coast cohort colony column commission convoy corridor council courier crossing customs cutter dam
decree deficit delta depot dispatch district ditch dividend dock dredger drought embassy enclave envoy escort estuary excise exile factory
famine ferry fishery fleet flotilla ford forest fortress freight frigate frontier garrison gauge gorge governor granary grant gulf hangar
harvest haven headland hearing highland hostel hull inlet inquest isthmus jetty junta kiln lagoon ledger legation levy lighthouse lock lumber
magistrate mandate manifest marsh memorandum militia mine minister mint mission mooring moratorium motion mutiny notary outpost paddock
parish parley patrol peninsula petition pier pilot plateau plebiscite pontoon port precinct prefect province quarry quay quota raft railhead
ration ravine reef refinery refuge regiment registry relay reservoir reserve rota salvage sanction schooner sector senate settlement shipyard
shoal siding signal silo slipway sluice smelter sortie spillway squadron station steppe stockade strait strike subsidy summit surplus survey
tariff telegram terminal terrace toll tonnage treaty trench tribunal tribute truce tunnel turbine valley vault viaduct village vineyard
wagon warehouse watershed weir wharf winch winter witness workshop`)

var verbs = strings.Fields("admits announces confirms counts denies describes disputes estimates observes records recounts repeats reports states")

var givenNames = strings.Fields(`
Adele Bruno Carla Dario Elif Fergus Greta Hamid Irene Jonas Keiko Luca Maren Nadia Oskar Petra Ravi Sonja Tomas Ulla Viktor Wanda Xenia Yuri`)

var familyNames = strings.Fields(`
Aalto Bauer Cerny Duarte Eriksen Fontaine Gruber Hansen Ibarra Jovanovic Keller Larsen Marek Nyberg Okafor Paulsen Quiroga Rossi Simonsen
Takeda Ueda Varga Winter Zeller`)

var houses = strings.Fields("Courier Gazette Herald Institute Ministry Monitor Tribune")

// sentence has 11 to 19 words.
func (m maker) sentence() string {
	var b strings.Builder
	b.WriteString(capital(pick(m, nouns)))
	fmt.Fprintf(&b, " %s %s", pick(m, nouns), pick(m, verbs))
	for range m.between(8, 16) {
		b.WriteByte(' ')
		b.WriteString(pick(m, nouns))
	}
	b.WriteByte('.')
	return b.String()
}

func (m maker) sentences(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = m.sentence()
	}
	return out
}

// title has five words.
func (m maker) title() string {
	words := make([]string, 5)
	for i := range words {
		words[i] = pick(m, nouns)
	}
	return capital(strings.Join(words, " "))
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// day is a day of the years from first to last.
func (m maker) day(first, last int) string {
	return fmt.Sprintf("%04d-%02d-%02d", m.between(first, last), m.between(1, 12), m.between(1, 28))
}

// when is a date of any precision.
func (m maker) when() string {
	day := m.day(2015, 2025)
	month, year := day[:len("2015-01")], day[:len("2015")]
	switch m.weighed(70, 15, 5, 5, 5) {
	case 1:
		return month
	case 2:
		return year
	case 3:
		return month + "~"
	case 4:
		return day + "/" + month + "-28"
	}
	return day
}
