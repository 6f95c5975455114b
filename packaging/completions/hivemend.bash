# bash completion for hivemend. What fits is asked of hivemend itself.
_hivemend() {
    local current=${COMP_WORDS[COMP_CWORD]} before=("${COMP_WORDS[@]:1:COMP_CWORD-1}") line word
    # `=` breaks words in bash: --set name=value arrives as three of them.
    if [[ $current == "=" ]]; then current=""; fi
    if [[ ${COMP_LINE:0:COMP_POINT} =~ [[:space:]]([^[:space:]=]+=)[^[:space:]]*$ ]]; then
        word=${BASH_REMATCH[1]}
        while ((${#before[@]})) && [[ ${before[-1]} == "=" || ${before[-1]} == "${word%=}" ]]; do unset 'before[-1]'; done
    fi
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == ":files" ]]; then
            compopt -o filenames
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
        else
            line=${line%%$'\t'*}
            COMPREPLY+=("${line#"$word"}")
            [[ $line == *= ]] && compopt -o nospace
        fi
    done < <("${COMP_WORDS[0]}" complete --shell -- "${before[@]}" "$word$current" 2>/dev/null)
}
complete -F _hivemend hivemend
