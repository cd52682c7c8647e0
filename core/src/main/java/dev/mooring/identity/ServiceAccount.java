package dev.mooring.identity;

/// Whose certificate or token is asked for: an account of the cluster, not of a person.
///
/// @param namespace where it is
/// @param name within the namespace; neither is checked here
public record ServiceAccount(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
