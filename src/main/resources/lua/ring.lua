#!lua flags=allow-oom
-- Ends a blocking read that a bell is part of, and lets the bell go soon.
-- KEYS: 1 bell
-- ARGV: 1 entry ID, higher than the last, 2 TTL in ms
-- Codes: none
-- Returns: {}
redis.call('XADD', KEYS[1], 'MAXLEN', 1, ARGV[1], 'ring', '')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {}
