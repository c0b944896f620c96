package dev.streamlane.bench.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by name, a value for each round; the end of a name says its unit. */
public final class Results {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    /** Adds the value of a round. */
    public void add(String name, double value) {
        values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    }

    /** Something that whoever reads the numbers should know. */
    public void remark(String text) {
        remarks.add(text);
    }

    /** The values of all rounds, by name, in the order in which the names came up. */
    public Map<String, Distribution> all() {
        Map<String, Distribution> all = new LinkedHashMap<>();
        values.forEach((name, rounds) -> all.put(name, Distribution.of(rounds)));
        return all;
    }

    public List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }
}
