package dev.streamlane.redis;

import static java.util.stream.Collectors.joining;

import dev.streamlane.partition.Assignment;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An assignment as it is stored: {@code consumer=0,1;other=}, whose separators no legal name has. */
final class AssignmentText {
    private AssignmentText() {}

    static String of(Assignment assignment) {
        return assignment.shares().entrySet().stream()
                .map(share -> share.getKey() + "=" + numbers(share.getValue()))
                .collect(joining(";"));
    }

    static Assignment parse(String text) {
        SortedMap<String, List<Integer>> shares = new TreeMap<>();
        for (String share : nonEmpty(text, ";")) {
            int separator = share.indexOf('=');
            List<Integer> partitions = nonEmpty(share.substring(separator + 1), ",").stream()
                    .map(Integer::valueOf)
                    .toList();
            shares.put(share.substring(0, separator), partitions);
        }
        return new Assignment(shares);
    }

    private static String numbers(List<Integer> partitions) {
        return partitions.stream().map(String::valueOf).collect(joining(","));
    }

    private static List<String> nonEmpty(String text, String separator) {
        return Stream.of(text.split(separator)).filter(part -> !part.isEmpty()).toList();
    }
}
