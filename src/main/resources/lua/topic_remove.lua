#!lua flags=allow-oom
-- Begins to remove a topic, or goes on with that: nobody joins its groups, finds it or creates it before the end. Who calls last
-- goes on: whoever finds another mark than its own leaves it alone.
-- KEYS: 1 settings
-- ARGV: 1 what confirms it
-- Codes: none
-- Returns: {mark, partitions}
local time = redis.call('TIME')
local mark = string.format('%s %s%06d', ARGV[1], time[1], time[2])
redis.call('HSET', KEYS[1], 'removing', mark)
return {mark, redis.call('HGET', KEYS[1], 'partitions') or '0'}
