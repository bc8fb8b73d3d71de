package tf

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
)

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:user/acceptance</Arn><UserId>AIDAACCEPTANCE</UserId><Account>123456789012</Account>
  </GetCallerIdentityResult>
</GetCallerIdentityResponse>`

// standInAWS stands for all of AWS, so that no call goes out: it says whose the keys are, as a plan that creates asks,
// and keeps the objects of S3, for states.
type standInAWS struct {
	*httptest.Server
	// objects maps "/<bucket>/<key>" to content.
	objects sync.Map
}

func newStandInAWS() *standInAWS {
	a := &standInAWS{}
	a.Server = httptest.NewServer(a)
	return a
}

func (a *standInAWS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	body, _ := io.ReadAll(r.Body)
	switch object, found := a.objects.Load(r.URL.Path); {
	case r.Method == http.MethodPost && string(body) == "Action=GetCallerIdentity&Version=2011-06-15":
		fmt.Fprint(w, identity)
	case r.Method == http.MethodGet && r.URL.Query().Has("list-type"):
		fmt.Fprint(w, "<ListBucketResult/>")
	case r.Method == http.MethodPut:
		a.objects.Store(r.URL.Path, string(body))
	case r.Method == http.MethodDelete:
		a.objects.Delete(r.URL.Path)
	case r.Method == http.MethodPost:
		http.Error(w, "unexpected call of AWS: "+string(body), http.StatusNotImplemented)
	case !found:
		http.NotFound(w, r)
	default:
		fmt.Fprint(w, object)
	}
}
