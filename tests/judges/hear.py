"""What pocketsphinx, with the American model that comes with it, hears in English announcements.

Called as: hear.py FOLDER with WAV files; prints a line for each, in the order of their names: the name, a tab, the
words. It knows the sentence and the English number words; which of them were said it has to hear.
"""

import array
import pathlib
import random
import sys
import wave

from pocketsphinx import Decoder

DIGITS = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
GRAMMAR = f"""#JSGF V1.0;
grammar calls;
<digit> = {" | ".join(DIGITS)};
<teen> = {" | ".join(TEENS)};
<ten> = {" | ".join(TENS)};
public <call> = number <digit> <digit> <digit> please proceed to counter (<digit> | <teen> | <ten> [<digit>]);
"""
# A hall is never silent, and the decoder takes digital silence for a fault: 50 dB below full scale.
NOISE = 100
SECONDS_AROUND = 0.5


def in_a_hall(samples, rate, chance):
    around = [0] * int(rate * SECONDS_AROUND)
    noisy = [max(-32768, min(32767, s + int(chance.gauss(0, NOISE)))) for s in around + list(samples) + around]
    return array.array("h", noisy).tobytes()


def main(folder):
    decoder = None
    for path in sorted(pathlib.Path(folder).glob("*.wav")):
        with wave.open(str(path)) as file:
            rate = file.getframerate()
            samples = array.array("h", file.readframes(file.getnframes()))
        if decoder is None:
            # Words cost something, so that none is heard between two; all else is as it comes.
            decoder = Decoder(samprate=rate, lm=None, loglevel="FATAL", wip=1e-2, silprob=0.1, bestpath=False)
            decoder.add_jsgf_string("calls", GRAMMAR)
            decoder.activate_search("calls")
        decoder.start_utt()
        decoder.process_raw(in_a_hall(samples, rate, random.Random(path.name)), full_utt=True)
        decoder.end_utt()
        heard = decoder.hyp()
        print(path.name, heard.hypstr if heard else "", sep="\t")


main(sys.argv[1])
