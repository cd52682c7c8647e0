/// The API server: objects kept by kind, namespace and name, and the rules by which they change.
@NullMarked
package dev.mooring.practice.api;

import org.jspecify.annotations.NullMarked;
