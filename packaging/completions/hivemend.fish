# fish completion for hivemend. What fits is asked of hivemend itself.
function __hivemend_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l line
    for line in ($words[1] complete --shell -- $words[2..-1] 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c hivemend -f -a '(__hivemend_complete)'
