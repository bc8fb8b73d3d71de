package simaws

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
)

// serveLogs lets moto answer, which knows the key of a log group that was made with one, and no change of it.
func (a *Account) serveLogs(w http.ResponseWriter, r *http.Request, body []byte) {
	var call struct{ LogGroupName, KmsKeyID string }
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if err := json.Unmarshal(body, &call); err != nil {
		refuse(w, r, "logs", invalid("SerializationException", "%s", err))
		return
	}
	switch action {
	case "AssociateKmsKey", "DisassociateKmsKey":
		a.logKeys[call.LogGroupName] = call.KmsKeyID // "" without one
	case "DescribeLogGroups":
		recorder := httptest.NewRecorder()
		a.moto.ServeHTTP(recorder, r)
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(a.addLogKeys(recorder.Body.Bytes()))
	default:
		a.moto.ServeHTTP(w, r)
	}
}

// addLogKeys puts the changed keys into an answer.
func (a *Account) addLogKeys(body []byte) []byte {
	var answer map[string]any
	if json.Unmarshal(body, &answer) != nil {
		return body
	}
	groups, _ := answer["logGroups"].([]any)
	for _, group := range groups {
		group := group.(map[string]any)
		if key, changed := a.logKeys[group["logGroupName"].(string)]; changed {
			group["kmsKeyId"] = key
		}
	}
	changed, err := json.Marshal(answer)
	if err != nil {
		return body
	}
	return changed
}
