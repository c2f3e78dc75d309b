"""The demonstration province: synthetic families (data sintetis) sent through the real receiving door.

Nothing here describes a real person. The villages exist; what is said of their families is invented, from one
seed, so that every installation shows the same. ``villages`` says where, ``people`` and ``households`` who,
``answers`` what they answered, ``families`` puts a village together, ``sending`` plays the phone and
``loading`` the whole province.
"""
