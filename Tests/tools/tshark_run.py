"""What comparisons with tshark share: the command line, and differences sorted into classes."""

import argparse
import collections
import multiprocessing


def main(description, candidates, compare, words):
    """Compares files, two at a time, and prints what differs by class, each with its reason. compare((program, path)) answers the
    counts by (name, reason), an example of each, and how many things were compared. Answers the exit status: 1 where a difference
    has no reason, or nothing was compared."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", metavar="FILE-OR-FOLDER")
    parser.add_argument("--weir", default=".build/release/weir")
    parser.add_argument("--show", type=int, default=1, help="examples of each class")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    found, examples, things = collections.Counter(), collections.defaultdict(list), 0
    with multiprocessing.Pool(arguments.jobs) as pool:
        jobs = [(arguments.weir, path) for path in sorted(set(candidates(arguments.places)))]
        for counts, samples, count in pool.imap(compare, jobs, chunksize=2):
            found += counts
            for key, place in samples.items():
                examples[key].append(place)
            things += count
    for (name, why), count in sorted(found.items(), key=lambda item: (item[0][1] is not None, -item[1], item[0][0])):
        print(f"{count:7}  {name}")
        print(f"         {why or 'NOT EXPLAINED'}")
        for place in examples[(name, why)][:arguments.show]:
            print(f"         {place}")
    explained = sum(count for (_, why), count in found.items() if why)
    print(f"\n{things} things that tshark finds, {sum(found.values())} {words}, {explained} of them with a reason given")
    return 1 if explained != sum(found.values()) or not things else 0
