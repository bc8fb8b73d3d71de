package section

import "testing"

const begin, end = "<!-- list:begin -->\n", "<!-- list:end -->\n"

func TestReplace(t *testing.T) {
	got, err := Replace("a\n"+begin+"old\n"+end+"z\n", begin, end, "new\n")
	if want := "a\n" + begin + "new\n" + end + "z\n"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, text := range []string{"", begin, end + begin} {
		if _, err := Replace(text, begin, end, "new\n"); err == nil {
			t.Errorf("accepted %q, which has no place for the content", text)
		}
	}
}
