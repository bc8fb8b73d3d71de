package main

import (
	"fmt"
	"slices"
)

// spread is the middle and the ends of some values.
type spread struct{ min, median, max float64 }

func spreadOf(values []float64) spread {
	slices.Sort(values)
	return spread{values[0], values[len(values)/2], values[len(values)-1]}
}

func (s spread) String() string { return fmt.Sprintf("%.2f (%.2f to %.2f)", s.median, s.min, s.max) }

// series are the samples of one command, one a round.
type series []sample

func (s series) spread(value func(sample) float64) spread {
	var values []float64
	for _, one := range s {
		values = append(values, value(one))
	}
	return spreadOf(values)
}

// ratio compares the wall times of the same rounds: what slows the machine slows both.
func (s series) ratio(base series) spread {
	var ratios []float64
	for i := range s {
		ratios = append(ratios, s[i].wall.Seconds()/base[i].wall.Seconds())
	}
	return spreadOf(ratios)
}

func seconds(s sample) float64    { return s.wall.Seconds() }
func cpuSeconds(s sample) float64 { return s.cpu.Seconds() }
func mebibytes(s sample) float64  { return float64(s.peak) / (1 << 20) }
