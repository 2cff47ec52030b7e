module double

go 1.21
