#!lua flags=allow-oom
-- Removes the oldest dead letters in one bounded step: all that are too old, and what is too many, but for a part of a node.
-- KEYS: 1 dead letters
-- ARGV: 1 most letters to keep, 2 their highest age in ms, 0 for any, 3 most letters to remove
-- Codes: none
-- Returns: {letters removed}
local letters, age, most = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local removed = redis.call('XTRIM', letters, 'MAXLEN', '~', ARGV[1], 'LIMIT', most)
if age > 0 and removed < most then
  local time = redis.call('TIME')
  local oldest = math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - age)
  removed = removed + redis.call('XTRIM', letters, 'MINID', '~', string.format('%.0f', oldest), 'LIMIT', most - removed)
  -- Only whole nodes went, and none that would have been too much. Of the rest, so many that Redis hardly notices.
  local few, last = math.max(1, math.min(100, most - removed)), string.format('(%.0f-0', oldest)
  local rest = oldest > 0 and #redis.call('XRANGE', letters, '-', last, 'COUNT', few) or 0
  removed = removed + redis.call('XTRIM', letters, 'MAXLEN', '=', redis.call('XLEN', letters) - rest)
end
return {removed}
