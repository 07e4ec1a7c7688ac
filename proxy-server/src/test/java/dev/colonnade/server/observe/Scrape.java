package dev.colonnade.server.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape, parsed as Prometheus' text format 0.0.4 is written down. */
record Scrape(Map<String, String> typeByFamily, Map<String, Double> samples) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) .+");
    private static final Pattern LABELS = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");

    static Scrape parse(String text) {
        Scrape scrape = new Scrape(new TreeMap<>(), new TreeMap<>());
        text.lines().forEach(scrape::line);
        return scrape;
    }

    double value(String series) {
        Double value = samples.get(series);
        if (value == null) {
            throw new AssertionError(series + " is not in " + samples.keySet());
        }
        return value;
    }

    /** The names of all labels that any sample has. */
    List<String> labelNames() {
        List<String> names = new ArrayList<>();
        for (String series : samples.keySet()) {
            Matcher label = LABELS.matcher(series.substring(Math.max(0, series.indexOf('{') + 1)));
            while (series.contains("{") && label.find()) {
                names.add(label.group(1));
            }
        }
        return names.stream().distinct().sorted().toList();
    }

    private void line(String line) {
        Matcher type = TYPE.matcher(line);
        if (type.matches()) {
            typeByFamily.put(type.group(1), type.group(2));
        } else if (!HELP.matcher(line).matches()) {
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("not Prometheus text: " + line);
        }
        String labels = sample.group(2) == null ? "" : sample.group(2);
        if (!LABELS.matcher(labels).replaceAll("").isEmpty()) {
            throw new AssertionError("labels: " + line);
        }
        String series = labels.isEmpty() ? sample.group(1) : sample.group(1) + "{" + labels + "}";
        String number = sample.group(3).replace("+Inf", "Infinity");
        if (samples.put(series, Double.valueOf(number)) != null) {
            throw new AssertionError("twice: " + series);
        }
    }
}
