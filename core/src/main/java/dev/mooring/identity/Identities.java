package dev.mooring.identity;

/// Workload certificates for a person's own ServiceAccount, renewed at half their life.
public interface Identities extends AutoCloseable {

  /// The present certificate, fetched or renewed when needed.
  ///
  /// @throws dev.mooring.problem.MooringException when the token right is missing, istiod cannot be
  /// reached, or it refuses
  Identity get(ServiceAccount account) throws InterruptedException;

  @Override
  void close();
}
