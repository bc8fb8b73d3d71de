package simaws

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// Region is the one region of an account.
const Region = "eu-west-2"

// Account is an AWS account: what is in one is not seen in another. It has a VPC.
type Account struct {
	// ID has 12 digits.
	ID string
	// URL answers for every service; it is the value of AWS_ENDPOINT_URL.
	URL string
	// VPC, Subnets (each in another availability zone) and SecurityGroups are there from the start, as a networking stack
	// makes them.
	VPC            string
	Subnets        []string
	SecurityGroups []string

	moto *httputil.ReverseProxy
	mu   sync.Mutex
	// calls counts the calls of each service.
	calls map[string]int
	// fails says whether the nth call of a service, for an action of the query protocol, has to fail; failed, whether one
	// did.
	fails  func(service, action string, n int) bool
	failed bool
	cache  *elastiCache
	alarms *alarms
	// logKeys are the KMS keys of log groups whose key was changed.
	logKeys map[string]string
	// ruleDescriptions are those of security group rules, by id.
	ruleDescriptions map[string]string
}

// NewAccount opens an account that is closed with the test.
func (a *AWS) NewAccount(t testing.TB) *Account {
	t.Helper()
	account := &Account{
		ID:               fmt.Sprintf("%012d", 100000000000+a.accounts.Add(1)),
		calls:            map[string]int{},
		fails:            failNone,
		ruleDescriptions: map[string]string{},
		logKeys:          map[string]string{},
	}
	account.cache = newElastiCache(account)
	account.alarms = newAlarms(account.ID)
	account.moto = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(a.motoURL)
			r.Out.Header.Set("X-Moto-Account-Id", account.ID)
		},
		// What moto does not know is its error, not one of AWS's that passes: the provider would repeat the call for half an
		// hour.
		ModifyResponse: func(r *http.Response) error {
			if r.StatusCode >= http.StatusInternalServerError {
				r.StatusCode = http.StatusBadRequest
			}
			return nil
		},
	}
	server := httptest.NewServer(account)
	t.Cleanup(server.Close)
	account.URL = server.URL
	if err := account.addNetwork(); err != nil {
		t.Fatal(err)
	}
	account.calls = map[string]int{}
	return account
}

func (a *Account) addNetwork() error {
	var vpc struct {
		ID string `xml:"vpc>vpcId"`
	}
	if err := a.ask("ec2", url.Values{"Action": {"CreateVpc"}, "CidrBlock": {"10.0.0.0/16"}}, &vpc); err != nil {
		return err
	}
	a.VPC = vpc.ID
	for i, zone := range []string{"a", "b", "c"} {
		var subnet struct {
			ID string `xml:"subnet>subnetId"`
		}
		values := url.Values{
			"Action": {
				"CreateSubnet",
			}, "VpcId": {a.VPC}, "CidrBlock": {fmt.Sprintf("10.0.%d.0/24", i)}, "AvailabilityZone": {Region + zone},
		}
		if err := a.ask("ec2", values, &subnet); err != nil {
			return err
		}
		a.Subnets = append(a.Subnets, subnet.ID)
	}
	for _, name := range []string{"ecs", "flower"} {
		var group struct {
			ID string `xml:"groupId"`
		}
		values := url.Values{
			"Action":           {"CreateSecurityGroup"},
			"VpcId":            {a.VPC},
			"GroupName":        {name},
			"GroupDescription": {name},
		}
		if err := a.ask("ec2", values, &group); err != nil {
			return err
		}
		a.SecurityGroups = append(a.SecurityGroups, group.ID)
	}
	return nil
}

// ask calls moto with a service's query protocol.
func (a *Account) ask(service string, values url.Values, answer any) error {
	return a.send(service, newCall(service, values), func(body []byte) error { return xml.Unmarshal(body, answer) })
}

// newCall is a signed call in a service's query protocol.
func newCall(service string, values url.Values) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(values.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	sign(service, request)
	return request
}

func sign(service string, request *http.Request) {
	request.Header.Set(
		"Authorization",
		"AWS4-HMAC-SHA256 Credential=dummy/20261123/"+Region+"/"+service+"/aws4_request, SignedHeaders=host, Signature=0",
	)
}

// askJSON calls moto with a service's JSON protocol.
func (a *Account) askJSON(service, target, body string, read func([]byte) error) error {
	request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", target)
	sign(service, request)
	return a.send(service, request, read)
}

func (a *Account) send(service string, request *http.Request, read func([]byte) error) error {
	recorder := httptest.NewRecorder()
	a.moto.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusOK {
		return fmt.Errorf("%s: %d: %s", service, recorder.Code, recorder.Body)
	}
	return read(recorder.Body.Bytes())
}

// FailCall makes the nth call of a service fail, counted from now on; the first is 1.
func (a *Account) FailCall(service string, n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls, a.failed = map[string]int{}, false
	a.fails = func(called, _ string, i int) bool { return called == service && i == n }
}

// FailAction makes every call of an action fail.
func (a *Account) FailAction(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed = false
	a.fails = func(_, action string, _ int) bool { return action == name }
}

// FailNone ends FailCall and FailAction.
func (a *Account) FailNone() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fails = failNone
}

func failNone(string, string, int) bool { return false }

// Failed says whether a call that has to fail was made.
func (a *Account) Failed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.failed
}

// Calls are how often each service was called, by the name it signs with.
func (a *Account) Calls() map[string]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.calls)
}

// signedFor finds the service in the header that signs a call.
var signedFor = regexp.MustCompile(`Credential=[^/]*/\d+/[^/]+/([^/]+)/aws4_request`)

func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	match := signedFor.FindStringSubmatch(r.Header.Get("Authorization"))
	if match == nil {
		http.Error(w, "a call that is not signed", http.StatusForbidden)
		return
	}
	service := match[1]
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	values, _ := url.ParseQuery(string(body)) // a JSON body has no Action

	// One call at a time: a call that checks others' resources finds them as they are.
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls[service]++
	switch {
	case a.fails(service, values.Get("Action"), a.calls[service]):
		a.failed = true
		refuse(w, r, service, &fault{"SimulatedFailure", "the call that has to fail"})
	case service == "elasticache":
		a.cache.serve(w, r, values)
	case service == "monitoring" && a.alarms.serve(w, r, values):
	case service == "ec2":
		a.serveEC2(w, r, values)
	case service == "logs":
		a.serveLogs(w, r, body)
	default:
		a.moto.ServeHTTP(w, r)
	}
}

// respond answers an action of the query protocol.
func respond(w http.ResponseWriter, action string, result any) {
	var body strings.Builder
	start := xml.StartElement{Name: xml.Name{Local: action + "Result"}}
	if err := xml.NewEncoder(&body).EncodeElement(result, start); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, "<%sResponse>%s</%sResponse>", action, &body, action)
}

// fault is an error as AWS gives it: a code that programs read, a text for people.
type fault struct{ code, message string }

// Error is what Terraform shows.
func (f *fault) Error() string { return f.code + ": " + f.message }

// refuse answers in the protocol that the service was called with.
func refuse(w http.ResponseWriter, r *http.Request, service string, f *fault) {
	if r.Header.Get("X-Amz-Target") != "" {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"__type":%q,"message":%q}`, f.code, f.message)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(http.StatusBadRequest)
	inner := "<Error><Type>Sender</Type><Code>" + f.code + "</Code><Message>" + html.EscapeString(
		f.message,
	) + "</Message></Error>"
	if service == "ec2" {
		fmt.Fprint(w, "<Response><Errors>"+inner+"</Errors></Response>")
		return
	}
	fmt.Fprint(w, "<ErrorResponse>"+inner+"</ErrorResponse>")
}
