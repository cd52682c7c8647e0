package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Words;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The options of an install, in words.
final class OptionWords {
  private OptionWords() {}

  static String entrance(EntranceMode mode) {
    return switch (mode) {
      case NONE -> Messages.of("port-forward-only");
      case NODE -> Messages.of("port-9443-of-every-node");
      case SERVICE -> Messages.of("the-clusters-load-balancer");
    };
  }

  /// What stands before it and checks who asks.
  static String protection(Protection protection) {
    return switch (protection) {
      case MESH -> Messages.of("protection-mesh");
      case TOKENS -> Messages.of("protection-tokens");
      case PLAIN -> Messages.of("protection-plain");
    };
  }

  /// How it is protected, and how laptops and nodes reach it where that is not as usual.
  static String reached(StackOptions options) {
    List<String> parts = new ArrayList<>();
    options
        .additions()
        .upstream()
        .ifPresent(each -> parts.add(Messages.of("cache-of", each.name())));
    parts.add(protection(options.protection()));
    if (!laptops(options).isEmpty()) {
      parts.add(laptops(options));
    }
    if (options.nodePort() != StackOptions.defaults().nodePort()) {
      parts.add(Messages.of("address-on-the-nodes", Words.localhost(options.nodePort())));
    }
    return String.join(" · ", parts);
  }

  /// A box that offers values by their words.
  static <T> ComboBox<T> box(List<T> values, Function<T, String> words) {
    ComboBox<T> box = new ComboBox<>();
    box.getItems().setAll(values);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T value) {
            return value == null ? "" : words.apply(value);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("the box cannot be edited");
          }
        });
    return box;
  }

  /// The hosts in a text, one a line or with commas.
  static List<String> hosts(String text) {
    return Stream.of(text.split("[,\\s]+", -1)).filter(each -> !each.isEmpty()).toList();
  }

  /// How laptops reach it, where that is not as usual; empty where it is.
  static String laptops(StackOptions options) {
    return options.entrance() == StackOptions.defaults().entrance()
        ? ""
        : Messages.of("laptop-access", lower(entrance(options.entrance())));
  }

  private static String lower(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
