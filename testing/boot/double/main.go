// Command double stands in for the programs of container images that boot tests cannot have: it listens on their ports, prints
// changes that it is asked for, and ends at SIGTERM. Named curl, it does what the files of roles ask curl for.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// Ports by image.
var ports = map[string][]string{
	"elasticsearch":   {"9200"},
	"logstash":        {"5044"},
	"kibana":          {"5601"},
	"jenkins/jenkins": {"8080"},
}

func main() {
	if filepath.Base(os.Args[0]) == "curl" {
		os.Exit(curl(os.Args[1:]))
	}
	image := os.Args[1]
	fmt.Println("double of", image)
	for _, port := range ports[image] {
		go serve(image, port)
	}
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, syscall.SIGTERM)
	<-stopped
	fmt.Println("stopped", image)
	os.Exit(143)
}

func serve(image, port string) {
	answer := func(response http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		if request.Method != http.MethodGet {
			fmt.Println(request.Method, request.URL.Path, string(body))
		}
		fmt.Fprintln(response, image)
	}
	panic(http.ListenAndServe(":"+port, http.HandlerFunc(answer)))
}

// curl requests the URL that comes last, or those of a file of --config.
func curl(parameters []string) int {
	last := parameters[len(parameters)-1]
	if parameters[0] != "--config" {
		return request(http.MethodGet, last, "")
	}
	text, err := os.ReadFile(last)
	if err != nil {
		return 26
	}
	for _, options := range strings.Split(string(text), "\nnext\n") {
		values := map[string]string{}
		for _, line := range strings.Split(options, "\n") {
			name, value, _ := strings.Cut(line, " = ")
			values[name] = value
		}
		if status := request(values["request"], values["url"], values["data"]); status != 0 {
			return status
		}
	}
	return 0
}

func request(method, url, body string) int {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 3
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 7
	}
	defer response.Body.Close()
	if response.StatusCode >= 400 {
		return 22
	}
	return 0
}
