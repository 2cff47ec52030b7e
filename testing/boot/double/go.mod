module double

go 1.21

require (
	github.com/elastic/go-lumber v0.1.1
	gopkg.in/yaml.v3 v3.0.1
)

require github.com/klauspost/compress v1.11.2 // indirect
