package dev.mooring.desktop.registry.source;

/// A line of the list of sources; as text it is what can be read of it.
sealed interface SourceLine {
  Source source();

  /// What stays the same while what it says moves on.
  String id();

  /// The name of a source, over its repositories.
  ///
  /// @param count of its repositories; empty while that isn't known
  record Head(Source source, boolean folded, String count) implements SourceLine {
    @Override
    public String id() {
      return "head " + source.key();
    }

    @Override
    public String toString() {
      return source.name();
    }
  }

  /// @param own whether it is Mooring's own
  record Repository(Source source, String name, boolean own) implements SourceLine {
    @Override
    public String id() {
      return id(source, name);
    }

    static String id(Source source, String name) {
      return "repository " + source.key() + " " + name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// What is listed as a repository and can be none.
  record Odd(Source source, String name, String why) implements SourceLine {
    @Override
    public String id() {
      return "odd " + source.key() + " " + name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// Over the repositories that Mooring itself has there.
  record Own(Source source, boolean folded, int count) implements SourceLine {
    @Override
    public String id() {
      return "own " + source.key();
    }

    String key() {
      return key(source);
    }

    static String key(Source source) {
      return source.key() + "/own";
    }

    @Override
    public String toString() {
      return Messages.of("moorings-own");
    }
  }

  /// What there is instead of repositories, or besides.
  ///
  /// @param words in a few words
  /// @param detail all that is known; empty for no more
  record Note(Source source, Way way, String words, String detail) implements SourceLine {
    /// What helps.
    enum Way {
      NONE,
      CONNECT,
      RETRY,
      ADD
    }

    @Override
    public String id() {
      return "note " + source.key() + " " + way;
    }

    @Override
    public String toString() {
      return words;
    }
  }
}
