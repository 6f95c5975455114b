#compdef hivemend
# zsh completion for hivemend. What fits is asked of hivemend itself.
_hivemend() {
    local line
    local -a names shown
    while IFS= read -r line; do
        if [[ $line == ":files" ]]; then
            _files
        else
            names+=("${line%%$'\t'*}")
            shown+=("${line//$'\t'/  }")
        fi
    done < <("${words[1]}" complete --shell -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    (( ${#names} )) && compadd -l -d shown -a names
}
_hivemend "$@"
