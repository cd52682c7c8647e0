package dev.mooring.desktop.terminal;

import java.time.Duration;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// A time between two looks at a list of the cluster's own registry, or of one that was added.
final class WatchInterval implements ITypeConverter<Duration> {
  private static final String USUAL = "5s";
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(7);

  @Override
  public Duration convert(String value) {
    return Limit.read(value)
        .filter(each -> each.compareTo(LEAST) >= 0 && each.compareTo(MOST) <= 0)
        .orElseThrow(() -> new TypeConversionException(Messages.of("not-a-watch-interval", value)));
  }

  /// Says the usual interval where none is given: the word after the option may be something else.
  static final class Usual implements IParameterPreprocessor {
    private static final Pattern TIME = Pattern.compile("(?:[0-9]+[a-z]{0,2}){1,3}");

    @Override
    @SuppressWarnings("JdkObsolete") // it is picocli's
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> about) {
      boolean joined = "=".equals(about.get("separator"));
      if (!joined && (words.isEmpty() || !TIME.matcher(words.peek()).matches())) {
        words.push(USUAL);
      }
      return false;
    }
  }
}
