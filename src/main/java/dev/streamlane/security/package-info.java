/** Who may do what. Roles are enforced by the standard annotations, so that any other security extension can give them. */
package dev.streamlane.security;
