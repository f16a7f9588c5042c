# Completion of dotrec for fish: 'dotrec complete' knows what may follow.

function __dotrec_complete
	set -l words (commandline -opc) (commandline -ct)
	set -l current (commandline -ct)
	for offer in ($words[1] complete -- $words[2..-1] 2>/dev/null)
		switch $offer
			case ':files'
				__fish_complete_path $current
			case ':directories'
				__fish_complete_directories $current
			case '*'
				echo $offer
		end
	end
end
complete -c dotrec -f -a '(__dotrec_complete)'
