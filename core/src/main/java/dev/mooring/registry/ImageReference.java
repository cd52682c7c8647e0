package dev.mooring.registry;

/// The name of an image: `[HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST]`, by the grammar of
/// distribution/reference.
///
/// @param host empty where none is given
/// @param tag empty where none is given
/// @param digest empty where none is given
public record ImageReference(String host, String repository, String tag, String digest) {

  /// Tag or digest to ask a registry for; "latest" where neither is given.
  public String reference() {
    return !digest.isEmpty() ? digest : tag.isEmpty() ? "latest" : tag;
  }

  /// @throws dev.mooring.problem.MooringException when the text is no image name, saying what is
  /// wrong with it
  public static ImageReference parse(String text) {
    return ImageReferences.parse(text);
  }

  /// The name of an image inside a registry that is known: no part of it is a host, so that
  /// `ghcr.io/team/app` is a repository of three parts.
  ///
  /// @throws dev.mooring.problem.MooringException when the text is no image name, saying what is
  /// wrong with it
  public static ImageReference inside(String text) {
    return ImageReferences.inside(text);
  }

  @Override
  public String toString() {
    return (host.isEmpty() ? "" : host + "/")
        + repository
        + (tag.isEmpty() ? "" : ":" + tag)
        + (digest.isEmpty() ? "" : "@" + digest);
  }
}
